"""The keys of the profile window, as F1 lists them."""

from collections.abc import Mapping
from types import MappingProxyType

KEYS: Mapping[str, str] = MappingProxyType(
    {
        "Ctrl+S": "Save",
        "Ctrl+Enter": "Use the profile on Submit",
        "Ctrl+Z": "Undo",
        "Ctrl+Y, Ctrl+Shift+Z": "Redo",
        "Ctrl+N": "New profile",
        "Ctrl+Shift+D": "Duplicate the profile",
        "Ctrl+I": "Import",
        "Ctrl+E": "Export",
        "Ctrl+F": "Search the list",
        "F2, Delete (in the list)": "Rename, delete the profile",
        "F6, Shift+F6": "Next part of the window, the one before",
        "Ctrl+Page Up, Ctrl+Page Down": "Fields, sending and credentials",
        "Insert, Delete (in the table)": "Add a field, remove the selected ones",
        "Ctrl+D": "Duplicate the selected fields",
        "Alt+Up, Alt+Down": "Move the selected fields",
        "F2, Enter, any letter": "Edit the cell",
        "Escape": "Take back what is typed in the cell; close the window",
    }
)
"""What each does, by the key."""
