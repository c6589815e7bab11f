# posix: XCU 2.15 trap
# status: 0
trap '' TERM
sh -c 'kill -TERM $$; echo survived'
