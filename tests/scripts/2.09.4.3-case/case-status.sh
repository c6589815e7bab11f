# posix: XCU 2.9.4.3
# status: 0

case x in y) false;; esac; echo $?
case x in x) (exit 3);; esac; echo $?
case x in (x) ;; esac; echo $?
