# posix: XCU 2.9.4.3
# status: 0
# compare: no dash has no ;&

case a in a) echo one;& b) echo two;& c) echo three;; d) echo four;; esac
case b in a) echo one;; b) echo two;& esac
