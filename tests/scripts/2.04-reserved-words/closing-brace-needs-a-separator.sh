# posix: XCU 2.4
# status: 0

{ echo a }; }
{ echo b
}
