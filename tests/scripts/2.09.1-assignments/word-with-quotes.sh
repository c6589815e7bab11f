# posix: XCU 2.9.1
# status: 0

x='single $HOME'"double"un\ quoted
echo "$x"
