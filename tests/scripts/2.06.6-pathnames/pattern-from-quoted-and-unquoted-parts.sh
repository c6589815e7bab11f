# posix: XCU 2.6.6
# status: 0

touch a1 a2 'a*' b1
echo a* 'a*' "a"* a'*' a\* [ab]1 "[ab]"1
