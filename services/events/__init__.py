"""The events service: reads events and tells the world, as pages, files, a feed and a stream; takes analysts' word on one."""
