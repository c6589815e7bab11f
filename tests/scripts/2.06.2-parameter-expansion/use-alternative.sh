# posix: XCU 2.6.2
# status: 0

e= x=1
echo "[${u+a}]" "[${e+b}]" "[${e:+c}]" "[${x:+d}]"
