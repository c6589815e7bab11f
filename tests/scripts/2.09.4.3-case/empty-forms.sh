# posix: XCU 2.9.4.3
# status: 0

case x in esac; echo $?
false; case x in y) esac; echo $?
case x in x) esac; echo $?
case x in x) ;; esac; echo $?
case '' in '') echo empty;; esac
case $unset in '') echo unset;; esac
