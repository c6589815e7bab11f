# posix: XCU 2.3
# status: 0

echo $(echo ")" ')' \) ; case x in x) echo in;; esac # )
) out
echo "$(echo "$(echo ')')" )" done
