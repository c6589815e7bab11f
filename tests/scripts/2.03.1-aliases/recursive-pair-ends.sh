# posix: XCU 2.3.1
# status: 2

alias aa='bb one' bb='aa two'
aa() { echo "aa $*"; } 2>/dev/null || :
bb 2>/dev/null || echo "not found $?"
