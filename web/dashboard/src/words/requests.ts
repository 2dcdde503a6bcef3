/** What is read with a request: “saw …”, “was refused …”. */
const seen: Record<string, string> = {
  access: 'the access record',
  cases: 'the list of cases',
  'cases/{id}': 'a case',
  'cases/{id}/history': 'a case’s history',
  images: 'the list of images',
  'images/{id}': 'what is known of an image',
  'images/{id}/content': 'an image’s original file',
  'images/{id}/explanations/{model}/{label}': 'where a model sees a class',
  'images/{id}/history': 'an image’s history',
  'images/{id}/preview': 'an image',
  'images/{id}/thumbnail': 'an image, small',
  'images/{id}/tiles/{z}/{xy}': 'an image, up close',
  me: 'the own account',
  'me/sessions': 'the own sessions',
  models: 'the models',
  operations: 'operations',
  panels: 'the panels',
  patients: 'the list of patients',
  'patients/{id}': 'a patient’s record',
  'patients/{id}/cases': 'a patient’s cases',
  'patients/{id}/history': 'a patient’s history',
  people: 'the names of those who work here',
  stats: 'the laboratory’s figures',
  live: 'what changes, live',
  users: 'the list of users',
  'users/{id}': 'a user’s account',
  image: 'images, by the older interface',
  patient: 'patients, by the older interface',
  user: 'users, by the older interface',
};

/** What a request does: “was not allowed to …”. */
const done: Record<string, string> = {
  'PATCH cases/{id}': 'correct a case',
  'DELETE cases/{id}': 'withdraw a case',
  'POST cases/{id}/claim': 'claim a case',
  'DELETE cases/{id}/claim': 'release a case',
  'PUT cases/{id}/conclusion': 'record a conclusion',
  'POST cases/{id}/critical': 'declare a critical finding',
  'POST cases/{id}/images': 'upload images',
  'POST cases/{id}/notified': 'record who was told',
  'POST cases/{id}/reinstate': 'reinstate a case',
  'DELETE images/{id}': 'take an image out of work',
  'POST images/{id}/reassign': 'move an image to another case',
  'POST images/{id}/explanations': 'ask where a model sees a class',
  'PUT images/{id}/verdict': 'record a verdict',
  'POST me/password': 'change the own password',
  'POST me/sessions/{id}/end': 'end a session of their own',
  'POST models/{id}/activate': 'activate a model',
  'POST models/{id}/backfill': 'have a model predict for older images',
  'POST operations/parked/{id}/replay': 'deliver a parked event again',
  'PUT panels/{id}': 'revise a panel',
  'POST patients': 'enter a patient',
  'DELETE patients/{id}': 'remove a patient from work',
  'PATCH patients/{id}': 'correct a patient',
  'POST patients/{id}/cases': 'open a case',
  'POST patients/{id}/erase': 'erase a patient',
  'POST patients/{id}/images': 'upload images',
  'PUT patients/{id}/legal-hold': 'place a legal hold',
  'DELETE patients/{id}/legal-hold': 'lift a legal hold',
  'POST patients/{id}/merge': 'merge two patients',
  'POST users': 'add a user',
  'DELETE users/{id}': 'deactivate a user',
  'PATCH users/{id}': 'change a user',
  'POST users/{id}/password': 'set a user’s password',
  'DELETE users/{id}/sessions': 'sign a user out',
  'POST image': 'upload images, by the older interface',
  'PUT image': 'record a verdict, by the older interface',
  'DELETE image': 'take an image out of work, by the older interface',
  'POST patient': 'enter a patient, by the older interface',
  'PUT patient': 'correct a patient, by the older interface',
  'DELETE patient': 'remove a patient from work, by the older interface',
  'POST user': 'add a user, by the older interface',
  'PUT user': 'change a user, by the older interface',
  'DELETE user': 'deactivate a user, by the older interface',
};

export interface Request {
  /** It reads; otherwise it does something. */
  reads: boolean;
  words: string;
}

/** A request in plain words; none when it is not known here. */
export function requestOf(route: string): Request | undefined {
  const [method = '', path = ''] = route.split(' ');
  const place = path.replace(/^\/(api\/v1\/)?/, '');
  const reads = method === 'GET';
  const words = reads ? seen[place] : done[`${method} ${place}`];
  return words === undefined ? undefined : { reads, words };
}
