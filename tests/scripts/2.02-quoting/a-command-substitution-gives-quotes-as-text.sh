# posix: XCU 2.2
# status: 0

printf '<%s>\n' $(echo '"a b"' "'c'" '\\d') "$(echo '"')"
