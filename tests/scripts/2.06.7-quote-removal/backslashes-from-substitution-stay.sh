# posix: XCU 2.6.7
# status: 0

printf '<%s>\n' $(printf '%s' 'a\\b') "$(printf '%s' '\"')"
