# posix: XCU 2.6.4
# status: 0

echo $((017)) $((0x1F)) $((0XfF)) $((10)) $((0)) $((00)) $((-0x10)) $((0x7fffffffffffffff)) $((0777))
