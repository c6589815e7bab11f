# posix: XCU 2.5.3
# status: 0

# In the POSIX locale each byte is a character.
x=é€
echo "${#x}"
case é in ?) echo one ;; ??) echo two ;; esac
case é in [é]) echo one ;; [é][é]) echo two ;; esac
case é in [[:print:]]* | [[:alpha:]]*) echo of a class ;; *) echo of none ;; esac
printf '%s' "${x#?}" | od -An -tx1
printf '%s' "${x%?}" | od -An -tx1
printf '%d\n' "'é"
IFS=é
set -- a b
printf '%s' "$*" | od -An -tx1
