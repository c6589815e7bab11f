# posix: XCU 2.9.2
# status: 0

if true; then echo yes; fi | { read a; echo "got $a"; } | ( cat; echo end )
