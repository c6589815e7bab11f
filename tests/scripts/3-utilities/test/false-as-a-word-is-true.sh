# posix: XCU 3 test
# status: 0

if [ false ]; then echo a-word-is-true; fi
if [ 0 ]; then echo zero-too; fi
