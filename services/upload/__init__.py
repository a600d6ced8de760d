"""The upload service: takes articles in over HTTP, stores them, queues their ids. It never reads what an article says."""
