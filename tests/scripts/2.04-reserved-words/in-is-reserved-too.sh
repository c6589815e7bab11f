# posix: XCU 2.4
# status: 0

for text in 'in' 'in x' '{ in; }' '! in' 'echo a | in' 'for x in in; do in; done' 'in() { :; }'; do
    (eval "$text") 2>/dev/null
    test $? -eq 2 && echo "refused: $text"
done
\in 2>/dev/null || echo $?
x=1 in 2>/dev/null || echo $?
for in in in; do echo $in; done
case in in in) echo in ;; esac
