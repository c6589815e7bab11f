# posix: XCU 2.6.2
# status: 0

s=set n= ; unset u
echo "[${s:-w}][${n:-w}][${u:-w}]" "[${s-w}][${n-w}][${u-w}]"
echo "[${s:+w}][${n:+w}][${u:+w}]" "[${s+w}][${n+w}][${u+w}]"
echo "[${s:=w}][${n:=w}][${u:=w}]"; echo "[$s][$n][$u]"
n=; unset u
echo "[${s=w}][${n=w}][${u=w}]"; echo "[$s][$n][$u]"
echo "[${s:?w}][${n?w}]"
