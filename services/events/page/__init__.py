"""The page for people, rendered on the server: today's calls, one call, pictures, trying an article, operations.

| module | holds |
| --- | --- |
| `site` | the blueprint, its content policy, its error pages, its fonts of words |
| `today`, `call`, `pictures`, `attempt`, `operations`, `session` | the views, one each |
| `highlight`, `accounts`, `drawing/` | pure: spans into marked text, claims side by side, numbers into places on a canvas |
| `summaries` | the SQL that counts |
| `templates/`, `static/` | what the browser gets: HTML, one style sheet, three small scripts, all from our own origin |

Everything works without script but the live list and the progress of a trial; nothing is loaded from elsewhere.
"""
