# posix: XCU 2.3.1
# status: 0
# parses: no aliases hold parts of its constructs
alias f=' for ' w=' in ' in=' x '
f w in 1; do echo $x; done
alias c='case a in ' p='(a)'
c p echo 2; esac
alias c='case a in x) ;; '
c p echo 3; esac
alias c='case a in ' q=' #comment

 (a) echo A; esac'
c q
alias g='g( ' r=')'
g r
{ echo G; }
\g
alias d=' cat << ' e=' \END '
d e
here-document $HOME
END
