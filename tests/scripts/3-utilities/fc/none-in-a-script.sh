# posix: XCU 3 fc
# status: 0
# compare: no it is built without fc
fc -l 2>/dev/null || echo no history
fc -z 2>/dev/null; echo $?
