import { fail, limits, type Policy } from "@qunxin/protocol";

/** The most common passwords of eight characters and more that mix two classes or more, and those made of habit. */
const commonPasswords = new Set(
  (
    "password1 password12 password123 passw0rd p@ssw0rd p@ssword1 p@ssword123 qwerty123 qwerty1234 1qaz2wsx 1q2w3e4r " +
    "1q2w3e4r5t q1w2e3r4 q1w2e3r4t5 zaq12wsx 1qazxsw2 qazwsx123 abc12345 abcd1234 abc123456 a1234567 a12345678 " +
    "a123456789 aa123456 aa12345678 aaa123456 qq123456 qq123456789 123456aa 123456abc 123456789a 12345678a 1234qwer " +
    "123qweasd 123456qq 1234abcd qwer1234 asdf1234 asd12345 zxcvbnm1 zxc123456 woaini123 woaini520 woaini1314 " +
    "5201314a 5201314woaini admin123 admin1234 admin@123 root1234 test1234 welcome1 welcome123 letmein1 iloveyou1 " +
    "iloveyou123 sunshine1 princess1 football1 baseball1 superman1 dragon123 monkey123 changeme1 changeme123 " +
    "company123 qunxin123 wx123456 taobao123 12345678 123456789 1234567890 11111111 88888888 66666666 00000000 " +
    "87654321 password qwertyui qwertyuiop asdfghjkl 11223344 12341234 147258369 5201314520 iloveyou"
  ).split(" "),
);

/**
 * Judges a new password by the company's policy, common sense included.
 * @throws identity/password_policy naming every rule it breaks: length, classes, personal, common.
 */
export function judgePassword(
  { minChars, minClasses }: Policy["password"],
  password: string,
  person: { name: string; account: string | null },
): void {
  const lower = password.toLowerCase();
  const personal = [person.name, person.account].some((own) => own !== null && own.toLowerCase() === lower);
  const rules = [
    [...password].length < minChars && "length",
    classesOf(password) < minClasses && "classes",
    personal && "personal",
    commonPasswords.has(lower) && "common",
  ].filter((rule) => rule !== false);
  if (rules.length > 0) fail("identity/password_policy", { minChars, rules });
}

/** How many of lower case, upper case, digit and other the password mixes. */
function classesOf(password: string): number {
  return [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(password)).length;
}

/** Whether this many wrong passwords in a row lock; the count includes the attempt in hand. */
export function locksAfter(failures: number): boolean {
  return failures >= limits.signInFailuresBeforeLock;
}
