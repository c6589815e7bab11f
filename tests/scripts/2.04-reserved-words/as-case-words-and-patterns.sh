# posix: XCU 2.4
# status: 0

for w in if case esac in for do; do
case $w in
if) echo one;;
case | for) echo two;;
(esac) echo three;;
in) echo four;;
*) echo five;;
esac
done
case in in in) echo in;; esac
case case in case) echo case;; esac
