# posix: XCU 2.5.3
# status: 0
# compare: no dash counts bytes in every locale

LC_ALL=C.UTF-8
x=é€
echo "${#x}"
case é in ?) echo one ;; ??) echo two ;; esac
case é in [à-í]) echo in the range ;; esac
case é in [[:alpha:]]) echo of the class ;; esac
echo "${x#?} ${x%?} ${x##*[!€]}"
printf '%d\n' "'é"
IFS=é
set -- a b
echo "$*"
x=1é2à3
printf '<%s>' $x
echo
read -r first rest <<\END
1é2é3
END
echo "$first|$rest"
mkdir names && cd names && : >à && : >aa && unset IFS && echo ?
