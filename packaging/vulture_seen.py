"""Names that vulture cannot see used: read by vulture, never run."""

# Called by Qt, by the web server, by the HTTP library, by the database.
headerData
fetchMore
closeEvent
splitPath
log_request
process_request
extract_cookies
add_cookie_header
row_factory

# In annotations that are texts, so that what they name is imported for the type checker alone.
QMessageLogContext
QtMsgType
_Element
AsyncGenerator
PhoneNumber

# Keys of files and parts of answers that are kept and given back whole.
in_ping
in_duplicate_check
password_on_update
auto_duplicate_check
vendor_account_assigned
saved_at_utc

# What the tests hold the documentation against.
documented_at
trigger_table

# The other half of what is used: written beside read, forgotten beside kept.
write_profiles
forget

# Called by Qt, or by logging, under names of theirs; and what only tests read.
createMimeDataFromSelection
supportedDropActions
mimeTypes
dropMimeData
createEditor
updateEditorGeometry
setEditorData
setModelData
dragEnterEvent
minimumSizeHint
paintEvent
dragMoveEvent
dropEvent
handleError
lost_lines
