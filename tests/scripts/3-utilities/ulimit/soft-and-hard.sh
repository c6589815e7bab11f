# posix: XCU 3 ulimit
# status: 0
ulimit -S -n 40
ulimit -n
ulimit -Sn
(ulimit -n 30; ulimit -n; ulimit -Sn; ulimit -Hn)
(ulimit -n 30; ulimit -n 31) 2>/dev/null || echo refused
ulimit -c 0
ulimit -c
ulimit -f 100
ulimit; ulimit -f
ulimit -a | grep -c '[0-9]' | grep -c '^[0-9]'
