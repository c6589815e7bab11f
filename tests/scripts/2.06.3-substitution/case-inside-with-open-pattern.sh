# posix: XCU 2.6.3
# status: 0

x=$(case a in a) echo yes;; b) echo no;; esac); echo $x
x=$(case a in (a) echo yes;; (b) echo no;; esac); echo $x
x=`case a in a) echo yes;; esac`; echo $x
