# posix: XCU 2.9.4.3
# status: 0

case '*' in '*') echo literal;; esac
case abc in 'a*') echo no;; a*) echo pattern;; esac
p='a*'
case abc in $p) echo from variable;; esac
case abc in "$p") echo no;; *) echo quoted;; esac
case a in [!b]) echo not b;; esac
