set -e
false || echo overlooked
if false; then :; fi
! true
(false; echo never)
echo never
