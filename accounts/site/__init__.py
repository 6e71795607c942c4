"""The site's settings in the browser, and the checklist of a new site."""
