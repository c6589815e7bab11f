# posix: XCU 2.3.1
# status: 0

alias c='echo a # gone'
c b
echo next
