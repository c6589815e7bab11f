# posix: XCU 2.6.1
# status: 0
# compare: no POSIX.1-2024 lets one of two slashes go, dash keeps both

HOME=/
echo ~ ~/ ~/x
HOME=/home/
echo ~ ~/x "$HOME"x
paths=~/a:~/b
echo "$paths"
HOME=//
echo ~/x
