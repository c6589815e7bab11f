# posix: XCU 2.6.7
# status: 0

v="a"'b'\c; echo $v
case "a"b in a"b") echo case;; esac
for i in "x"'y' \z; do echo $i; done
echo text >"f"'g'; cat f\g
cat <<'E'"F"
body
EF
