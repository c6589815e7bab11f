# posix: XCU 2.5
# status: 0

x= y=0
echo "[${x-unset}]" "[${y-unset}]" "[${z-unset}]" "${x+set}" "${z+set}"
