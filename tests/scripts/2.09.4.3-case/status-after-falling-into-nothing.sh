# posix: XCU 2.9.4.3
# status: 0
# compare: no dash has no ;&

case a in a) false ;& b) ;; esac
echo $?
case a in a) false ;& b) ;& c) ;; esac
echo $?
case a in a) false ;& esac
echo $?
case a in a) ;& b) false ;; esac
echo $?
false
case a in a) ;& b) ;; esac
echo $?
