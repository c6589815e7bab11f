# posix: XCU 2.2.1
# status: 0

sh=$0
eval 'printf "<%s>\n" a\'
eval 'printf "<%s>\n" "a\\"'
