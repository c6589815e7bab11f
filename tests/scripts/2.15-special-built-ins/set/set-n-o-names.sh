# posix: XCU 2.15 set
# status: 0

set -o noglob
touch f
echo f*
set +o noglob
echo f*
