# posix: XCU 2.10
# status: 0

a() for i in 1 2; do echo $i; done
b() if true; then echo b; fi
c() case $1 in x) echo c;; esac
d() while true; do echo d; break; done
e() (exit 3)
a; b; c x; d; e; echo $?
