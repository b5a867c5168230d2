import { limits } from "@qunxin/protocol";

/** What people of this language choose by habit, and what systems are delivered with; the library's list is English. */
const habits =
  "password1 password12 password123 passw0rd p@ssw0rd p@ssword1 p@ssword123 qwerty123 qwerty1234 1qaz2wsx 1q2w3e4r " +
  "1q2w3e4r5t q1w2e3r4 q1w2e3r4t5 zaq12wsx 1qazxsw2 qazwsx123 abc12345 abcd1234 abc123456 a1234567 a12345678 " +
  "a123456789 aa123456 aa12345678 aaa123456 qq123456 qq123456789 123456aa 123456abc 123456789a 12345678a 1234qwer " +
  "123qweasd 123456qq 1234abcd qwer1234 asdf1234 asd12345 zxcvbnm1 zxc123456 woaini123 woaini520 woaini1314 " +
  "5201314a 5201314woaini admin123 admin1234 admin@123 root1234 test1234 welcome1 welcome123 letmein1 iloveyou1 " +
  "iloveyou123 sunshine1 princess1 football1 baseball1 superman1 dragon123 monkey123 changeme1 changeme123 " +
  "company123 wx123456 taobao123 12345678 123456789 1234567890 11111111 88888888 66666666 00000000 " +
  "87654321 password qwertyui qwertyuiop asdfghjkl 11223344 12341234 147258369 5201314520 iloveyou";

/**
 * The most usual passwords that are not too short for any policy, in lower case: 17,950 of the 49,233 that zxcvbn-ts
 * gathers from leaks, of which 5,211 mix two classes, and the habits above. Read at the first question, which takes a
 * tenth of a second; nearly 2 MB stay in memory. Source: OWASP ASVS 5.0, 6.2.4 (3,000 that fit the policy).
 */
export function usualPasswords(): Promise<ReadonlySet<string>> {
  usual ??= readUsual();
  return usual;
}

let usual: Promise<ReadonlySet<string>> | undefined;

async function readUsual(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  const leaked = dictionary["passwords-common"].filter((password) => password.length >= limits.passwordMinChars);
  return new Set([...leaked, ...habits.split(" ")].map((password) => password.toLowerCase()));
}
