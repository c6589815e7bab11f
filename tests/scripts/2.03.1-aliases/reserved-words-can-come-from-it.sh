# posix: XCU 2.3.1
# status: 0
alias when='if' otherwise='else'
eval 'when true; then echo yes; otherwise echo no; fi'
