# posix: XCU 2.6.2
# status: 0

echo ${u=a} $u
e=
echo "[${e=b}]" ${e:=c} $e
