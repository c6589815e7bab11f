# posix: XCU 2.9.5
# status: 0

greet() { echo "hello $1 of $#"; }
greet ada lovelace
greet
