# posix: XCU 2.3.1
# status: 0
alias 3=:
3>/dev/null echo \>
3</dev/null echo \<
3 echo not seen
