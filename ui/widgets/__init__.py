"""Small widgets that every section uses: labels, badges, panels, buttons, sparklines."""
