# posix: XCU 2.5
# status: 0
# compare: no it drops what is no name
env 'a-b=1' 'x.y=2' "/proc/$$/exe" sh -c env >file
grep -e '^a-b' -e '^x.y' file | sort
