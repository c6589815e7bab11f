# posix: XCU 2.2.3
# status: 0

unset u
printf '<%s>\n' "${u-a}b}" "${u-"}"}" "${u-\}}" "${u:-a\}b}" "}${u-}}"
