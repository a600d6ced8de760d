"""Numbers into places on a canvas, for the SVG templates: a timeline, a calendar heat map, a network. Pure.

The pictures are SVG that the server writes: they need no script, follow the style sheet into dark mode, print, and every mark in
them is a link that the keyboard reaches. Only the layout of the network is more than arithmetic, and that is networkx's.
"""
