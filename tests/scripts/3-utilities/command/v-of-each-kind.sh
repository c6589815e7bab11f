# posix: XCU 3 command
# status: 0

f() { :; }; alias al='echo x'
command -v f; command -v if; command -v cd; command -v :; command -v al
command -v no_such_command || echo none
command -v ./missing || echo none
