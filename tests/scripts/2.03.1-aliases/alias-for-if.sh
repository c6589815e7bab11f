# posix: XCU 2.3.1
# status: 0

alias wenn=if dann=then ende=fi
wenn true; dann echo yes; ende
