# posix: XCU 2.6.1
# status: 0

HOME=/home/me
case ~ in /home/me) echo word;; esac
case /home/me in ~) echo pattern;; esac
case /home/me/x in ~/*) echo pattern;; esac
