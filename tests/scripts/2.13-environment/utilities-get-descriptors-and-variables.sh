# posix: XCU 2.13
# status: 0

export a=1; b=2
sh -c 'echo "[$a][$b]"'
exec 3>f; sh -c 'echo three >&3'; cat f
exec 3>&-; sh -c 'echo closed >&3' 2>/dev/null || echo closed
trap '' USR1; sh -c 'kill -USR1 $$; echo survived'
