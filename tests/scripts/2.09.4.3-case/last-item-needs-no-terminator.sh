# posix: XCU 2.9.4.3
# status: 0

case b in a) echo a;; b) echo b
esac
case b in a|b|c) echo many; esac
