# posix: XCU 2.5.1
# status: 0

set -- a ''
echo "${1-u}" "${2-u}" "${3-u}" "${2:-n}" "${3+set}" "${10-u}"
